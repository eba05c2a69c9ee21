// Nothing to call: the library is preloaded into a program, whose calls of the system it takes the place of.
