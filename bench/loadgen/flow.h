#pragma once
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "swarm.h"

/** Messages at an even rate, whatever becomes of them: the schedule does not wait (open loop). */
class Flow {
 public:
  Flow(Swarm &swarm, const Options &options) : swarm(swarm), o(options), timer(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK)) {
    swarm.watch(timer, EPOLLIN, [this] {
      uint64_t expired;
      if (read(timer, &expired, sizeof expired) > 0) tick();
    });
  }

  /** Messages a second from now on, until the given time. */
  void start(double rate, int64_t end = INT64_MAX) {
    interval = static_cast<int64_t>(static_cast<double>(SECOND) / rate);
    due = now();
    until = end;
    choose();
    tick();
  }

  void stop() {
    until = 0;
    set(0);
  }

  bool running() const { return due < until; }

 private:
  static constexpr size_t OUT_LIMIT = 1 << 20;
  Swarm &swarm;
  const Options &o;
  int timer;
  int64_t interval = SECOND, due = 0, until = 0;
  std::vector<size_t> senders;
  size_t next = 0;
  uint64_t ids = 0;
  std::string padding;

  void choose() {
    senders.clear();
    for (auto &member : swarm.members)
      if (member.reads && senders.size() < o.senders) senders.push_back(member.index);
    // the mark has 19 characters
    padding.assign(o.size > 19 ? o.size - 19 : 0, 'x');
  }

  void tick() {
    if (senders.empty()) return;
    // in bursts, so that reading goes on when sending is late
    for (int burst = 0; due <= now() && due < until && burst < 64; burst++, due += interval) say(swarm.members[senders[next++ % senders.size()]]);
    set(running() ? due : 0);
  }

  void say(Member &member) {
    if (member.state != State::Ready || member.paging.on || member.out.size() > OUT_LIMIT) return;
    char id[48];
    snprintf(id, sizeof id, "b%08x-%012llx", static_cast<unsigned>(getpid()), static_cast<unsigned long long>(++ids));
    swarm.ledger.sent(member.room, due);
    if (swarm.tracks()) member.unseen.emplace(due, id);
    swarm.send(member, member.fill(o.send, marks::write(due) + padding, id));
  }

  void set(int64_t at) {
    itimerspec time{};
    time.it_value = {at / SECOND, at % SECOND};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, nullptr);
  }
};
