#pragma once
#include <stdint.h>

#include <algorithm>
#include <vector>

/** Durations, kept to 1 in 128, in constant memory. */
class Histogram {
 public:
  void add(int64_t ns) {
    uint64_t us = ns > 0 ? static_cast<uint64_t>(ns) / 1000 : 0;
    counts[bucketOf(us)]++;
    total++;
    top = std::max(top, us);
  }

  /** Milliseconds below which this share lies; the upper edge of its bucket. 1 is the longest, exactly. */
  double at(double share) const {
    if (total == 0) return 0;
    uint64_t rank = static_cast<uint64_t>(share * static_cast<double>(total)), seen = 0;
    if (rank >= total) return static_cast<double>(top) / 1000;
    for (size_t k = 0; k < counts.size(); k++) {
      seen += counts[k];
      if (seen > rank) return static_cast<double>(std::min(top, edgeOf(k))) / 1000;
    }
    return static_cast<double>(top) / 1000;
  }

  uint64_t size() const { return total; }

 private:
  static constexpr int BITS = 7;
  std::vector<uint64_t> counts = std::vector<uint64_t>((64 - BITS + 1) << BITS);
  uint64_t total = 0, top = 0;

  static size_t bucketOf(uint64_t us) {
    int high = us ? 63 - __builtin_clzll(us) : 0;
    if (high <= BITS) return us;
    int shift = high - BITS;
    return (static_cast<size_t>(shift) << BITS) + (us >> shift);
  }

  static uint64_t edgeOf(size_t k) {
    if (k < (2u << BITS)) return k;
    int shift = static_cast<int>(k >> BITS) - 1;
    return (((k & ((1u << BITS) - 1)) + (1u << BITS) + 1) << shift) - 1;
  }
};
