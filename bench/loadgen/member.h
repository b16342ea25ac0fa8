#pragma once
#include <stdint.h>

#include <map>
#include <string>

#include "options.h"

enum class State { Idle, Dialing, Login, Upgrade, Steps, Ready, Lost };

/** A walk back through the history of a room, one page at a time. */
struct Paging {
  bool on = false;
  /** A hole to fill: events up to here are known. 0: a walk through everything. */
  uint64_t floor = 0;
  uint64_t before = 0;
  uint64_t got = 0, mix = 0;
  int64_t askedAt = 0;
};

/** One user with one socket. */
struct Member {
  size_t index = 0, room = 0, step = 0;
  int fd = -1;
  State state = State::Idle;
  bool loggedIn = false, wasReady = false, watchesWrite = false, reads = true;
  std::string token, in, out;
  /** How many messages came, and the sum of their marks' hashes: both are right only if each came exactly once. */
  uint64_t got = 0, mix = 0;
  /** Where it stands: what it says when it comes back. */
  std::string epoch;
  uint64_t seq = 0;
  Paging paging;
  /** What it sent and has not seen itself, by mark, with the {id} of each. */
  std::map<int64_t, std::string> unseen;

  bool caughtUp() const { return state == State::Ready && !paging.on; }

  /** {i} its index, {room} its room's number, {token} from the login, {epoch} and {seq} where it stands,
   * {before} nothing or the member `"before":SEQ` of a page, {msg} and {id} of a message. */
  std::string fill(const std::string &text, const std::string &msg = "", const std::string &id = "") const {
    std::string filled;
    filled.reserve(text.size() + msg.size() + 64);
    for (size_t k = 0; k < text.size();) {
      size_t end = text[k] == '{' ? text.find('}', k) : std::string::npos;
      std::string value;
      if (end != std::string::npos && place(text.substr(k + 1, end - k - 1), msg, id, value)) {
        filled += value;
        k = end + 1;
      } else {
        filled += text[k++];
      }
    }
    return filled;
  }

 private:
  bool place(const std::string &name, const std::string &msg, const std::string &id, std::string &value) const {
    if (name == "i") value = std::to_string(index);
    else if (name == "room") value = std::to_string(room);
    else if (name == "token") value = token;
    else if (name == "epoch") value = epoch;
    else if (name == "seq") value = std::to_string(seq);
    else if (name == "before") value = paging.before ? ",\"before\":" + std::to_string(paging.before) : "";
    else if (name == "msg") value = msg;
    else if (name == "id") value = id;
    else return false;
    return true;
  }
};
