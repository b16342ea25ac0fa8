#pragma once
#include <sys/resource.h>

#include <sstream>

#include "flow.h"
#include "probe.h"
#include "report.h"
#include "server-cost.h"

/** What the runner asks for, one line each; each is answered by one line of JSON. */
class Commands {
 public:
  Commands(Swarm &swarm, const Options &options)
      : swarm(swarm), o(options), flow(swarm, options), probe(swarm, options.port) {}

  /** False for a line that is no command. */
  bool run(const std::string &line);

 private:
  /** What had been used at some moment. */
  struct Snapshot {
    int64_t at, cpu, own;
    uint64_t delivered, frames, bytes;
  };

  Swarm &swarm;
  const Options &o;
  Flow flow;
  Probe probe;
  ServerCost server;

  void connect(size_t count, double seconds);
  void hold(double seconds);
  void load(double rate, double seconds, double warmup, size_t slow);
  void settle(double seconds);
  void wake(double seconds);
  void recover(double seconds);
  void walk(size_t members, double seconds);
  bool settled(double seconds);
  Snapshot snapshot() const;
  Report since(const Snapshot &from) const;
  Report &account(Report &report) const;
};
