#include "commands.h"

using std::string;

namespace {
int64_t ns(double seconds) { return static_cast<int64_t>(seconds * static_cast<double>(SECOND)); }
}  // namespace

bool Commands::run(const string &line) {
  std::istringstream words(line);
  string name;
  words >> name;
  double a = 0, b = 0, c = 0, d = 0;
  if (name == "server") {
    server.pids.clear();
    for (int pid; words >> pid;) server.pids.push_back(pid);
    Report().add("ok", 1).print();
    return true;
  }
  words >> a >> b >> c >> d;
  if (name == "connect") connect(static_cast<size_t>(a), b);
  else if (name == "hold") hold(a);
  else if (name == "load") load(a, b, c, static_cast<size_t>(d));
  else if (name == "settle") settle(a);
  else if (name == "wake") wake(a);
  else if (name == "recover") recover(a);
  else if (name == "walk") walk(static_cast<size_t>(a), b);
  else if (name == "flow") {
    if (a > 0) flow.start(a);
    else flow.stop();
    Report().add("ok", 1).print();
  } else {
    return false;
  }
  return true;
}

Commands::Snapshot Commands::snapshot() const {
  rusage own;
  getrusage(RUSAGE_SELF, &own);
  auto time = [](const timeval &t) { return t.tv_sec * SECOND + t.tv_usec * 1000; };
  return {now(), server.cpu(), time(own.ru_utime) + time(own.ru_stime), swarm.ledger.delivered, swarm.ledger.frames, swarm.ledger.bytes};
}

/** What was used since then. Processor times in seconds. */
Report Commands::since(const Snapshot &from) const {
  Snapshot to = snapshot();
  auto seconds = [](int64_t ns) { return static_cast<double>(ns) / static_cast<double>(SECOND); };
  Report report;
  report.add("seconds", seconds(to.at - from.at))
      .add("serverCpu", seconds(to.cpu - from.cpu))
      .add("generatorCpu", seconds(to.own - from.own))
      .add("deliveries", static_cast<double>(to.delivered - from.delivered))
      .add("frames", static_cast<double>(to.frames - from.frames))
      .add("bytes", static_cast<double>(to.bytes - from.bytes))
      .add("rss", server.rss());
  return report;
}

/** Whether everybody has everything exactly once. */
Report &Commands::account(Report &report) const {
  uint64_t missing, surplus;
  swarm.difference(missing, surplus);
  report.add("members", static_cast<double>(swarm.ready))
      .add("dead", static_cast<double>(swarm.lost))
      .add("missing", static_cast<double>(missing))
      .add("surplus", static_cast<double>(surplus))
      .add("wrongMembers", static_cast<double>(swarm.wrong()));
  if (swarm.lost) report.add("lastLoss", swarm.lastLoss);
  return report;
}

/** Until so many members are in, and half a second more for what follows a join. */
void Commands::connect(size_t count, double seconds) {
  Snapshot from = snapshot();
  swarm.grow(count);
  swarm.turnUntil([&] { return swarm.ready + swarm.lost >= count; }, from.at + 120 * SECOND);
  double took = static_cast<double>(now() - from.at) / static_cast<double>(SECOND);
  swarm.turnUntil([] { return false; }, now() + ns(seconds));
  Report report = since(from);
  account(report.add("connectSeconds", took)).print();
}

void Commands::hold(double seconds) {
  Snapshot from = snapshot();
  swarm.turnUntil([] { return false; }, from.at + ns(seconds));
  Report report = since(from);
  account(report).print();
}

void Commands::load(double rate, double seconds, double warmup, size_t slow) {
  size_t count = swarm.members.size();
  for (size_t k = count - slow; k < count; k++) swarm.setReading(swarm.members[k], false);
  int64_t from = now() + ns(warmup), to = from + ns(seconds);
  swarm.ledger.time(from, to);
  flow.start(rate, to);
  swarm.turnUntil([] { return false; }, from, 1);
  Snapshot begin = snapshot();
  // what is still to be sent at the end, and five seconds late, is not sent any more
  swarm.turnUntil([&] { return !flow.running(); }, to + 5 * SECOND, 1);
  flow.stop();
  settled(20);
  Report report = since(begin);
  const Histogram &latency = swarm.ledger.latency;
  report.add("due", rate * seconds)
      .add("sent", static_cast<double>(swarm.ledger.timedSent))
      .add("timed", static_cast<double>(latency.size()))
      .add("p50", latency.at(.5))
      .add("p99", latency.at(.99))
      .add("p999", latency.at(.999))
      .add("max", latency.at(1));
  account(report).print();
}

/** Turns until all is delivered; gives up when nothing came for 1.5 s. */
bool Commands::settled(double seconds) {
  uint64_t seen = swarm.ledger.delivered;
  int64_t moved = now();
  return swarm.turnUntil(
             [&] {
               if (swarm.ledger.delivered != seen) {
                 seen = swarm.ledger.delivered;
                 moved = now();
               }
               return swarm.allWhole() || now() - moved > 1500 * MS;
             },
             now() + ns(seconds)) &&
         swarm.allWhole();
}

void Commands::settle(double seconds) {
  Snapshot from = snapshot();
  settled(seconds);
  Report report = since(from);
  account(report).print();
}

/**
 * The slow ones read again, or come back where the server closed them, until they have everything. The kernel may leave one
 * whose window was closed for long without the end of its socket for minutes: as a client, it takes silence for an end.
 */
void Commands::wake(double seconds) {
  Snapshot from = snapshot();
  swarm.persistent = swarm.tracks();
  swarm.returnsFrom = from.at;
  for (auto &member : swarm.members) swarm.setReading(member, true);
  auto whole = [&] { return swarm.allWhole(); };
  if (!swarm.turnUntil(whole, from.at + ns(seconds / 2))) swarm.loseSilent();
  swarm.turnUntil(whole, from.at + ns(seconds));
  swarm.persistent = false;
  Report report = since(from);
  account(report.add("closed", static_cast<double>(swarm.returns.size()))).print();
}

/** Everybody who was lost comes back, and gets what was missed; somebody else asks meanwhile. */
void Commands::recover(double seconds) {
  Snapshot from = snapshot();
  swarm.returns = Histogram();
  swarm.returnsFrom = from.at;
  swarm.persistent = true;
  swarm.turnUntil([&] { return swarm.ready == 0; }, from.at + SECOND);
  size_t lost = swarm.lost;
  swarm.dialLost();
  probe.start(20);
  swarm.turnUntil(
      [&] {
        if (swarm.ready < swarm.members.size()) return false;
        for (auto &member : swarm.members)
          if (!member.caughtUp()) return false;
        return true;
      },
      from.at + ns(seconds));
  flow.stop();
  settled(20);
  probe.stop();
  swarm.persistent = false;
  Report report = since(from);
  report.add("returned", static_cast<double>(swarm.returns.size()))
      .add("lost", static_cast<double>(lost))
      .add("backP50", swarm.returns.at(.5))
      .add("backMax", swarm.returns.at(1))
      .add("probes", static_cast<double>(probe.times.size()))
      .add("probeP50", probe.times.at(.5))
      .add("probeP99", probe.times.at(.99));
  account(report).print();
}

/** The first members page back through everything, again and again, each as fast as it is answered. */
void Commands::walk(size_t members, double seconds) {
  Snapshot from = snapshot();
  swarm.pages = Histogram();
  swarm.walks = swarm.wrongWalks = 0;
  swarm.walkUntil = from.at + ns(seconds);
  for (size_t k = 0; k < members && k < swarm.members.size(); k++) swarm.walk(swarm.members[k]);
  swarm.turnUntil(
      [&] {
        for (auto &member : swarm.members)
          if (member.paging.on) return false;
        return true;
      },
      swarm.walkUntil + 20 * SECOND);
  Report report = since(from);
  report.add("pages", static_cast<double>(swarm.pages.size()))
      .add("walks", static_cast<double>(swarm.walks))
      .add("wrongWalks", static_cast<double>(swarm.wrongWalks))
      .add("pageP50", swarm.pages.at(.5))
      .add("pageP99", swarm.pages.at(.99));
  account(report).print();
}
