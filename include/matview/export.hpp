// What of matview's names a shared library shows.
#pragma once

// MATVIEW_SHARED is set by the targets of a shared matview. A static one leaves it out, so that a shared library of yours that holds it does
// not show matview's names beside its own.
#if defined(MATVIEW_SHARED) && (defined(__GNUC__) || defined(__clang__))
#define MATVIEW_EXPORT __attribute__((visibility("default")))
#else
#define MATVIEW_EXPORT
#endif
