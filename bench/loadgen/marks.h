#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <string>

/** The mark in each message's text: "@T" and 16 hexadecimal digits, the nanosecond at which it was due. */
namespace marks {

constexpr size_t LENGTH = 18;

inline std::string write(int64_t due) {
  char text[24];
  snprintf(text, sizeof text, "@T%016llx@", static_cast<unsigned long long>(due));
  return text;
}

/** The next mark in a text, or nullptr. By its first byte: `memmem` took half of the generator's time. */
inline const char *find(const char *from, const char *end) {
  while ((from = static_cast<const char *>(memchr(from, '@', end - from)))) {
    if (from + LENGTH > end) return nullptr;
    if (from[1] == 'T') return from;
    from++;
  }
  return nullptr;
}

inline int64_t read(const char *mark) {
  uint64_t due = 0;
  for (size_t k = 2; k < LENGTH; k++) due = due << 4 | (mark[k] <= '9' ? mark[k] - '0' : mark[k] - 'a' + 10);
  return static_cast<int64_t>(due);
}

/** Spreads a mark over all bits, so that one missing and another double do not cancel in a sum. */
inline uint64_t hash(int64_t due) {
  uint64_t x = static_cast<uint64_t>(due) * 0x9e3779b97f4a7c15u;
  x = (x ^ x >> 31) * 0xbf58476d1ce4e5b9u;
  return x ^ x >> 29;
}

/** The number behind the last `"seq":` before a mark, or 0: the position of the event that the mark is in. */
inline uint64_t seqBefore(const char *begin, const char *mark) {
  static const char KEY[] = "\"seq\":";
  const size_t length = sizeof KEY - 1;
  for (const char *p = mark - length; p >= begin && mark - p < 1024; p--)
    if (!memcmp(p, KEY, length)) return strtoull(p + length, nullptr, 10);
  return 0;
}

/** The value behind the first `key`, without quotes. */
inline std::string valueOf(const char *key, const char *begin, const char *end) {
  const char *p = static_cast<const char *>(memmem(begin, end - begin, key, strlen(key)));
  if (!p) return "";
  p += strlen(key);
  if (p < end && *p == '"') p++;
  const char *q = p;
  while (q < end && *q != '"' && *q != ',' && *q != '}') q++;
  return std::string(p, q);
}

inline bool holds(const char *begin, const char *end, const char *what) {
  return memmem(begin, end - begin, what, strlen(what)) != nullptr;
}

}  // namespace marks
