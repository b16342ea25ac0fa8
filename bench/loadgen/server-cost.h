#pragma once
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <time.h>

#include <vector>

#include "clock.h"

/** What the server's processes took so far; several are added up. */
struct ServerCost {
  std::vector<int> pids;

  /** Nanoseconds of processor time of all threads, ended ones included, user and system. */
  int64_t cpu() const {
    int64_t sum = 0;
    for (int pid : pids) {
      clockid_t clock;
      timespec t;
      // the kernel's own account, exact to the nanosecond, where /proc/PID/stat has ticks of 10 ms
      if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &t) == 0) sum += t.tv_sec * SECOND + t.tv_nsec;
    }
    return sum;
  }

  /** Resident memory in bytes. */
  double rss() const {
    double sum = 0;
    for (int pid : pids) {
      char line[256];
      snprintf(line, sizeof line, "/proc/%d/status", pid);
      FILE *file = fopen(line, "r");
      if (!file) continue;
      while (fgets(line, sizeof line, file))
        if (!strncmp(line, "VmRSS:", 6)) sum += atof(line + 6) * 1024;
      fclose(file);
    }
    return sum;
  }
};
