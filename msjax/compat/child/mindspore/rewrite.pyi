# Written by tools/stubs.py from the declarations of the operators. Do not edit.
from msjax.rewrite import *
