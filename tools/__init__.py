"""Development tools. None of them is part of the installed program."""
