#ifndef CSYSTEM_H
#define CSYSTEM_H

// What Swift's Glibc module lacks. Empty on macOS, where Darwin's has it.

#endif
