#pragma once
#include <stdio.h>

#include <string>

/** One answer: a line of JSON with numbers and plain words. */
class Report {
 public:
  Report &add(const char *name, double value) {
    char text[64];
    snprintf(text, sizeof text, value == static_cast<long long>(value) ? "%.0f" : "%.4f", value);
    return put(name, text);
  }

  Report &add(const char *name, const std::string &words) {
    std::string safe;
    for (char c : words) safe += c == '"' || c == '\\' || static_cast<unsigned char>(c) < 32 ? ' ' : c;
    return put(name, '"' + safe + '"');
  }

  void print() const {
    printf("{%s}\n", text.c_str());
    fflush(stdout);
  }

 private:
  std::string text;

  Report &put(const char *name, const std::string &value) {
    text += (text.empty() ? "\"" : ",\"") + std::string(name) + "\":" + value;
    return *this;
  }
};
