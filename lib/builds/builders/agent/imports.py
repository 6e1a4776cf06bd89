"""Prints the files of every module that the agent in the given folder imports."""

import importlib
import os
import sys

folder = sys.argv[1]
sys.dont_write_bytecode = True
sys.path.insert(0, folder)
for name in sorted(os.listdir(folder)):
    # __main__ is the program itself: importing it would start it.
    if name.endswith(".py") and name != "__main__.py":
        importlib.import_module(name[:-3])
files = {getattr(module, "__file__", None) for module in sys.modules.values()}
for file in sorted(file for file in files if file and file.endswith(".py") and file != __file__):
    print(file)
# Compiled as well, though nobody imports it.
print(os.path.join(folder, "__main__.py"))
