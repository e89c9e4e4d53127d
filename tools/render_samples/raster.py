"""The compiled part of the picture: z-buffer, one soft shadow map, shading, noise."""

from __future__ import annotations

import math

import numba as nb
import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
I32 = NDArray[np.int32]
BANDS = 4


@nb.njit(cache=True, fastmath=True)
def _fill(points, faces, first, depth, face, b0, b1, y0, y1):
    """Fill rows y0..y1; points (n,3): x, y in pixels and 1/distance."""
    width = depth.shape[1]
    for f in range(first, faces.shape[0]):
        i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
        if points[i, 2] <= 0 or points[j, 2] <= 0 or points[k, 2] <= 0:
            continue
        ax, ay = points[i, 0], points[i, 1]
        bx, by = points[j, 0], points[j, 1]
        cx, cy = points[k, 0], points[k, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area >= 0:  # turned away
            continue
        xa = max(0, int(math.ceil(min(ax, bx, cx) - 0.5)))
        xb = min(width - 1, int(math.floor(max(ax, bx, cx) - 0.5)))
        ya = max(y0, int(math.ceil(min(ay, by, cy) - 0.5)))
        yb = min(y1 - 1, int(math.floor(max(ay, by, cy) - 0.5)))
        inverse = 1.0 / area
        for y in range(ya, yb + 1):
            py = y + 0.5
            for x in range(xa, xb + 1):
                px = x + 0.5
                l0 = ((bx - px) * (cy - py) - (by - py) * (cx - px)) * inverse
                l1 = ((cx - px) * (ay - py) - (cy - py) * (ax - px)) * inverse
                l2 = 1 - l0 - l1
                if l0 < -1e-6 or l1 < -1e-6 or l2 < -1e-6:
                    continue
                near = l0 * points[i, 2] + l1 * points[j, 2] + l2 * points[k, 2]
                if near > depth[y, x]:
                    depth[y, x] = near
                    face[y, x] = f
                    b0[y, x] = l0
                    b1[y, x] = l1


@nb.njit(cache=True, parallel=True, fastmath=True)
def fill(points, faces, first, depth, face, b0, b1):
    """Draw the faces from number `first` on into the buffers, in bands of rows."""
    height = depth.shape[0]
    for t in nb.prange(BANDS):
        low, high = height * t // BANDS, height * (t + 1) // BANDS
        _fill(points, faces, first, depth, face, b0, b1, low, high)


@nb.njit(cache=True, fastmath=True)
def cast(points, faces, depth):
    """The shadow map: depth (n,n) of what is nearest the light; smaller is farther."""
    size = depth.shape[0]
    for f in range(faces.shape[0]):
        i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
        ax, ay = points[i, 0], points[i, 1]
        bx, by = points[j, 0], points[j, 1]
        cx, cy = points[k, 0], points[k, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if area <= 0:  # what faces away from the light is shadowed by what does not
            continue
        xa = max(0, int(math.ceil(min(ax, bx, cx) - 0.5)))
        xb = min(size - 1, int(math.floor(max(ax, bx, cx) - 0.5)))
        ya = max(0, int(math.ceil(min(ay, by, cy) - 0.5)))
        yb = min(size - 1, int(math.floor(max(ay, by, cy) - 0.5)))
        inverse = 1.0 / area
        for y in range(ya, yb + 1):
            for x in range(xa, xb + 1):
                px, py = x + 0.5, y + 0.5
                l0 = ((bx - px) * (cy - py) - (by - py) * (cx - px)) * inverse
                l1 = ((cx - px) * (ay - py) - (cy - py) * (ax - px)) * inverse
                l2 = 1 - l0 - l1
                if l0 < -1e-6 or l1 < -1e-6 or l2 < -1e-6:
                    continue
                near = l0 * points[i, 2] + l1 * points[j, 2] + l2 * points[k, 2]
                depth[y, x] = max(depth[y, x], near)


@nb.njit(cache=True, fastmath=True)
def normals(v, faces):
    """Vertex normals, (n,3)."""
    out = np.zeros_like(v)
    for f in range(faces.shape[0]):
        i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
        a0, a1, a2 = v[j, 0] - v[i, 0], v[j, 1] - v[i, 1], v[j, 2] - v[i, 2]
        c0, c1, c2 = v[k, 0] - v[i, 0], v[k, 1] - v[i, 1], v[k, 2] - v[i, 2]
        x, y, z = a1 * c2 - a2 * c1, a2 * c0 - a0 * c2, a0 * c1 - a1 * c0
        for q in (i, j, k):
            out[q, 0] += x
            out[q, 1] += y
            out[q, 2] += z
    for i in range(len(out)):
        q = 1 / math.sqrt(out[i, 0] ** 2 + out[i, 1] ** 2 + out[i, 2] ** 2 + 1e-20)
        out[i, 0] *= q
        out[i, 1] *= q
        out[i, 2] *= q
    return out


@nb.njit(cache=True, fastmath=True)
def _hash(x, y):
    n = (x * 374761393 + y * 668265263) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((n ^ (n >> 16)) & 0xFFFF) / 65535.0


@nb.njit(cache=True, fastmath=True)
def _grain(x, y):
    """Smooth value noise, 0..1."""
    fx, fy = x - math.floor(x), y - math.floor(y)
    i, j = int(math.floor(x)), int(math.floor(y))
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    low = _hash(i, j) * (1 - fx) + _hash(i + 1, j) * fx
    high = _hash(i, j + 1) * (1 - fx) + _hash(i + 1, j + 1) * fx
    return low * (1 - fy) + high * fy


@nb.njit(cache=True, fastmath=True)
def _lit(p0, p1, p2, light, low, scale, shadow, radius):
    """The share of the key light that arrives, 0..1."""
    u = (light[0, 0] * p0 + light[0, 1] * p1 + light[0, 2] * p2 - low[0]) * scale
    v = (light[1, 0] * p0 + light[1, 1] * p1 + light[1, 2] * p2 - low[1]) * scale
    d = light[2, 0] * p0 + light[2, 1] * p1 + light[2, 2] * p2 + 0.012
    size = shadow.shape[0]
    edge = 3 * radius
    if u < -edge or v < -edge or u > size + edge or v > size + edge:
        return 1.0
    hidden, taps = 0.0, 0
    for a in range(-1, 2):
        for b in range(-1, 2):
            x, y = int(u + a * radius), int(v + b * radius)
            taps += 1
            if 0 <= x < size and 0 <= y < size and shadow[y, x] > d:
                hidden += 1
    return 1 - hidden / taps


@nb.njit(cache=True, fastmath=True)
def _body_colour(rx, ry, rz, arm, foot, hair, eye, head, pal, lim):
    """Albedo of a point of a dressed body, from its rest place and fields."""
    part = 1
    if eye > 0.5:
        dx, dz = abs(rx) - lim[7], rz - lim[5]
        if math.sqrt(dx * dx + dz * dz) < 0.0055:
            return 0.05, 0.04, 0.03
        return 0.75, 0.73, 0.70
    if foot > 0.45:
        part = 3
    elif hair > 0:
        part = 4
    elif head > 0.5:
        part = 0
    elif rz < lim[1] and arm <= -0.05:
        part = 2 if rz > lim[3] else 0
    elif arm > lim[0] or (rz > lim[2] and arm < 0):
        part = 0
    r, g, b = pal[part, 0], pal[part, 1], pal[part, 2]
    if part == 1 and lim[4] > 0 and math.sin(rz * lim[4]) > 0.55:
        r, g, b = pal[6, 0], pal[6, 1], pal[6, 2]
    if part == 1 or part == 2:
        q = 0.86 + 0.14 * _grain(rx * 55 + 9, rz * 40 + ry * 20)
        q += 0.16 * (_grain(rx * 17 + 3, rz * 13 + ry * 25) - 0.5)
        r, g, b = r * q, g * q, b * q
    if part == 4:
        q = 0.7 + 0.6 * _grain(rx * 160, rz * 30 + ry * 40)
        r, g, b = r * q, g * q, b * q
    if part == 0 and head > 0.5:
        dx, dz, front = abs(rx) - lim[7], rz - lim[5], ry - lim[6]
        brow = abs(dz - 0.023 + 0.15 * abs(dx)) < 0.0045
        if brow and front < 0.03 and abs(dx) < 0.020:
            r, g, b = pal[4, 0] * 0.8, pal[4, 1] * 0.8, pal[4, 2] * 0.8
        if front < 0.01 and abs(rx) < 0.026 and abs(dz + 0.073) < 0.0075:
            r, g, b = pal[5, 0], pal[5, 1], pal[5, 2]
        elif lim[9] > 0 and rz < lim[10] - 0.018 + 0.4 * abs(rx) and front < 0.085:
            r, g, b = pal[7, 0], pal[7, 1], pal[7, 2]
    return r, g, b


@nb.njit(cache=True, parallel=True, fastmath=True)
def shade(
    img, box, face, b0, b1, faces, owner, points, norms, fields, pals, lims, light,
    low, scale, shadow, mood, ground_colour, ground,
):  # fmt: skip
    """Light every pixel of `box` (x0,y0,x1,y1); img (h,w,3) is linear light.

    owner (m,): the body a face belongs to, or -1 for furniture, whose colour is in
    its vertices' fields. mood: ambient, key, warmth. ground (h,w,6): the place and
    normal of the floor or wall behind a pixel; ground_colour (h,w,3) its colour.
    """
    for y in nb.prange(box[1], box[3]):
        for x in range(box[0], box[2]):
            f = face[y, x]
            radius = 2.2
            if f < 0:
                p0, p1, p2 = ground[y, x, 0], ground[y, x, 1], ground[y, x, 2]
                n0, n1, n2 = ground[y, x, 3], ground[y, x, 4], ground[y, x, 5]
                r = ground_colour[y, x, 0]
                g = ground_colour[y, x, 1]
                b = ground_colour[y, x, 2]
            else:
                i, j, k = faces[f, 0], faces[f, 1], faces[f, 2]
                l0, l1 = b0[y, x] * 1.0, b1[y, x] * 1.0
                l2 = 1 - l0 - l1
                p0 = l0 * points[i, 0] + l1 * points[j, 0] + l2 * points[k, 0]
                p1 = l0 * points[i, 1] + l1 * points[j, 1] + l2 * points[k, 1]
                p2 = l0 * points[i, 2] + l1 * points[j, 2] + l2 * points[k, 2]
                n0 = l0 * norms[i, 0] + l1 * norms[j, 0] + l2 * norms[k, 0]
                n1 = l0 * norms[i, 1] + l1 * norms[j, 1] + l2 * norms[k, 1]
                n2 = l0 * norms[i, 2] + l1 * norms[j, 2] + l2 * norms[k, 2]
                q = 1 / math.sqrt(n0 * n0 + n1 * n1 + n2 * n2 + 1e-12)
                n0, n1, n2 = n0 * q, n1 * q, n2 * q
                a0 = l0 * fields[i, 0] + l1 * fields[j, 0] + l2 * fields[k, 0]
                a1 = l0 * fields[i, 1] + l1 * fields[j, 1] + l2 * fields[k, 1]
                a2 = l0 * fields[i, 2] + l1 * fields[j, 2] + l2 * fields[k, 2]
                if owner[f] < 0:
                    r, g, b = a0, a1, a2
                else:
                    radius = 1.3
                    a3 = l0 * fields[i, 3] + l1 * fields[j, 3] + l2 * fields[k, 3]
                    a4 = l0 * fields[i, 4] + l1 * fields[j, 4] + l2 * fields[k, 4]
                    a5 = l0 * fields[i, 5] + l1 * fields[j, 5] + l2 * fields[k, 5]
                    a6 = l0 * fields[i, 6] + l1 * fields[j, 6] + l2 * fields[k, 6]
                    a7 = l0 * fields[i, 7] + l1 * fields[j, 7] + l2 * fields[k, 7]
                    r, g, b = _body_colour(
                        a0, a1, a2, a3, a4, a5, a6, a7, pals[owner[f]], lims[owner[f]]
                    )
            facing = n0 * light[2, 0] + n1 * light[2, 1] + n2 * light[2, 2]
            direct = 0.0
            if facing > 0:
                direct = facing * _lit(
                    p0 + n0 * 0.012, p1 + n1 * 0.012, p2 + n2 * 0.012, light, low,
                    scale, shadow, radius,
                )  # fmt: skip
            wrapped = (facing + 0.4) / 1.4 if facing > -0.4 else 0.0
            soft = mood[0] * (0.62 + 0.38 * n2)
            if f >= 0:
                # less light reaches what is low and looks down
                soft *= 0.55 + 0.45 * min(1.0, max(0.0, p2 / 0.25 + 0.25 * (n2 + 1)))
            key = mood[1] * (0.85 * direct + 0.15 * wrapped)
            img[y, x, 0] = r * (soft + key * mood[2])
            img[y, x, 1] = g * (soft + key)
            img[y, x, 2] = b * (soft + key * (2 - mood[2]))


@nb.njit(cache=True, parallel=True, fastmath=True)
def expose(img, out, box, over, curve, vignette):
    """Linear light (h*over, w*over, 3) to brightness 0..255 (h,w,3) inside `box`."""
    height, width, _ = out.shape
    for y in nb.prange(box[1], box[3]):
        for x in range(box[0], box[2]):
            u, v = (2.0 * x / width - 1), (2.0 * y / height - 1)
            dim = (1 - vignette * (u * u + v * v)) / (over * over) * 1700.0
            for c in range(3):
                s = np.float32(0.0)
                for a in range(over):
                    for b in range(over):
                        s += img[y * over + a, x * over + b, c]
                out[y, x, c] = curve[min(2047, max(0, int(s * dim)))]


@nb.njit(cache=True, parallel=True, fastmath=True)
def grain(bright, out, noise, oy, ox, strength):
    """Brightness (h,w,3) with sensor noise, as 8-bit RGB."""
    height, width, _ = out.shape
    for y in nb.prange(height):
        row = noise[(y + oy) % noise.shape[0]]
        for x in range(width):
            for c in range(3):
                value = bright[y, x, c] + row[ox + x * 3 + c] * strength
                out[y, x, c] = np.uint8(min(max(value, np.float32(0)), np.float32(255)))
