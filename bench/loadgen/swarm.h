#pragma once
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "ledger.h"
#include "member.h"
#include "options.h"

/** All members and their sockets, on one thread. Nothing happens outside `turn`. */
class Swarm {
 public:
  explicit Swarm(const Options &options);

  Ledger ledger;
  std::vector<Member> members;
  size_t ready = 0, lost = 0;
  std::string lastLoss;
  /** Lost members dial again until they are in. */
  bool persistent = false;
  /** When each member that came back had caught up, from here. */
  int64_t returnsFrom = 0;
  Histogram returns;
  /** Walks through the history: each page's duration, whole walks, and walks that missed something. */
  Histogram pages;
  uint64_t walks = 0, wrongWalks = 0;
  int64_t walkUntil = 0;

  /** Handles what comes within this time, at least once; earlier when something came. */
  void turn(int ms);
  /** Turns until the condition holds, at most until then. */
  bool turnUntil(const std::function<bool()> &done, int64_t until, int ms = 20);
  /** Calls back when the descriptor can be read or written, as `epoll` tells; once per event. */
  void watch(int fd, uint32_t events, std::function<void()> ready);
  void unwatch(int fd);

  void grow(size_t count);
  void dialLost();
  /** Who has not everything and hears nothing takes its socket for dead. */
  void loseSilent();
  void send(Member &member, const std::string &text);
  void walk(Member &member);
  void setReading(Member &member, bool reads);
  /** Members that read and have not got everything exactly once. */
  size_t wrong() const;
  bool allWhole() const { return wrong() == 0; }
  /** Deliveries still owed to members that read, and deliveries too many. */
  void difference(uint64_t &missing, uint64_t &surplus) const;
  bool tracks() const { return !o.again.empty(); }

 private:
  const Options &o;
  int epoll;
  size_t dialing = 0;
  std::deque<std::pair<int64_t, size_t>> queue;
  std::vector<std::pair<int, std::function<void()>>> watched;

  void dialQueued();
  void dial(Member &member);
  void lose(Member &member, const std::string &why);
  void arm(Member &member, bool write);
  void flush(Member &member);
  void opened(Member &member);
  void received(Member &member);
  bool receivedHttp(Member &member);
  void receivedFrame(Member &member, int opcode, const char *begin, size_t size);
  void nextStep(Member &member);
  void answered(Member &member, const char *begin, const char *end);
  void count(Member &member, const char *begin, const char *end);
  void ask(Member &member);
  void receivedPage(Member &member, const char *begin, const char *end);
  void ended(Member &member);
  void caughtUp(Member &member);
};
