#pragma once
#include <vector>

#include "clock.h"
#include "histogram.h"
#include "marks.h"
#include "member.h"

/** What was sent into each room, what came of it, and how long that took. */
struct Ledger {
  struct Room {
    uint64_t sent = 0, mix = 0;
  };

  std::vector<Room> rooms;
  uint64_t delivered = 0, frames = 0, bytes = 0;
  /** Messages due in here are timed. */
  int64_t from = INT64_MAX, to = INT64_MAX;
  uint64_t timedSent = 0;
  Histogram latency;

  void sent(size_t room, int64_t due) {
    rooms[room].sent++;
    rooms[room].mix += marks::hash(due);
    if (due >= from && due < to) timedSent++;
  }

  void came(Member &member, int64_t due) {
    delivered++;
    member.got++;
    member.mix += marks::hash(due);
    if (!member.unseen.empty()) member.unseen.erase(due);
    if (due >= from && due < to) latency.add(now() - due);
  }

  bool isWhole(const Member &member) const {
    return member.got == rooms[member.room].sent && member.mix == rooms[member.room].mix;
  }

  void time(int64_t begin, int64_t end) {
    from = begin;
    to = end;
    timedSent = 0;
    latency = Histogram();
  }
};
