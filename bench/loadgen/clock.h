#pragma once
#include <stdint.h>
#include <time.h>

constexpr int64_t MS = 1'000'000;
constexpr int64_t SECOND = 1'000'000'000;

/** Nanoseconds of the monotonic clock. */
inline int64_t now() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND + t.tv_nsec;
}
