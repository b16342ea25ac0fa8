// What members read: messages, answers to their steps, pages of history.
#include "frames.h"
#include "swarm.h"

using std::string;

namespace {
/** Calls with each mark and the position of its event. Returns the lowest position, or 0. */
template <class Each>
uint64_t eachMark(const char *begin, const char *end, Each each) {
  uint64_t lowest = 0;
  for (const char *p = begin; (p = marks::find(p, end)); p += marks::LENGTH) {
    uint64_t seq = marks::seqBefore(begin, p);
    if (!lowest || seq < lowest) lowest = seq;
    each(marks::read(p), seq);
  }
  return lowest;
}
}  // namespace

void Swarm::receivedFrame(Member &member, int opcode, const char *begin, size_t size) {
  ledger.frames++;
  const char *end = begin + size;
  if (opcode == frames::PING) {
    member.out += frames::write(string(begin, size), frames::PONG);
    return flush(member);
  }
  if (opcode == frames::CLOSE) {
    unsigned code = size > 1 ? static_cast<uint8_t>(begin[0]) << 8 | static_cast<uint8_t>(begin[1]) : 1005;
    return lose(member, "closed with " + std::to_string(code));
  }
  if (!o.pongIn.empty() && size == o.pongIn.size() && !memcmp(begin, o.pongIn.data(), size)) return send(member, o.pongOut);
  if (member.state == State::Steps && marks::holds(begin, end, o.steps[member.step].await.c_str()))
    return answered(member, begin, end);
  if (member.paging.on && marks::holds(begin, end, "\"messages\":")) return receivedPage(member, begin, end);
  count(member, begin, end);
}

/** The fast path: a million times a second. */
void Swarm::count(Member &member, const char *begin, const char *end) {
  const char *last = nullptr;
  for (const char *p = begin; (p = marks::find(p, end)); p += marks::LENGTH) {
    ledger.came(member, marks::read(p));
    last = p;
  }
  if (last && tracks()) member.seq = marks::seqBefore(begin, last);
}

/** An answer to a step. What it holds for a new member was before its time; for one that returns it is what it missed. */
void Swarm::answered(Member &member, const char *begin, const char *end) {
  string epoch = tracks() ? marks::valueOf("\"epoch\":", begin, end) : "";
  if (!epoch.empty()) {
    uint64_t stood = member.seq, head = strtoull(marks::valueOf("\"seq\":", begin, end).c_str(), nullptr, 10);
    if (member.wasReady) {
      bool recovered = marks::holds(begin, end, "\"recovered\":true");
      uint64_t lowest = eachMark(begin, end, [&](int64_t due, uint64_t seq) {
        if (recovered || seq > stood) ledger.came(member, due);
        if (seq > head) head = seq;
      });
      if (!recovered && lowest > stood + 1 && marks::holds(begin, end, "\"more\":true")) {
        member.paging = Paging{};
        member.paging.on = true;
        member.paging.floor = stood;
        member.paging.before = lowest;
      }
    }
    member.epoch = epoch;
    member.seq = head;
  }
  member.step++;
  nextStep(member);
  if (member.paging.on && member.state == State::Ready) ask(member);
}

void Swarm::walk(Member &member) {
  member.paging = Paging{};
  member.paging.on = true;
  ask(member);
}

void Swarm::ask(Member &member) {
  member.paging.askedAt = now();
  send(member, member.fill(o.page));
}

void Swarm::receivedPage(Member &member, const char *begin, const char *end) {
  Paging &paging = member.paging;
  bool hole = paging.floor > 0;
  uint64_t known = member.seq, asked = paging.before;
  pages.add(now() - paging.askedAt);
  uint64_t lowest = eachMark(begin, end, [&](int64_t due, uint64_t seq) {
    // a page goes on below what was asked for; what is above all that is known came along in the same frame
    bool isNew = seq > paging.floor && (!asked || seq < asked || seq > known);
    if (hole && isNew) ledger.came(member, due);
    if (hole && seq > member.seq) member.seq = seq;
    if (hole) return;
    paging.got++;
    paging.mix += marks::hash(due);
  });
  paging.before = lowest;
  if (lowest > paging.floor + 1 && marks::holds(begin, end, "\"more\":true")) return ask(member);
  ended(member);
}

void Swarm::ended(Member &member) {
  Paging &paging = member.paging;
  paging.on = false;
  if (paging.floor > 0) return caughtUp(member);
  walks++;
  const Ledger::Room &room = ledger.rooms[member.room];
  if (paging.got != room.sent || paging.mix != room.mix) wrongWalks++;
  if (now() < walkUntil) walk(member);
}

/** Who has all that it missed knows which of its own never arrived: those are sent again. */
void Swarm::caughtUp(Member &member) {
  returns.add(now() - returnsFrom);
  auto unseen = member.unseen;
  for (auto &[due, id] : unseen) send(member, member.fill(o.send, marks::write(due), id));
}

size_t Swarm::wrong() const {
  size_t count = 0;
  for (auto &member : members)
    if (member.reads && !ledger.isWhole(member)) count++;
  return count;
}

void Swarm::difference(uint64_t &missing, uint64_t &surplus) const {
  missing = surplus = 0;
  for (auto &member : members) {
    if (!member.reads) continue;
    uint64_t sent = ledger.rooms[member.room].sent;
    if (member.got < sent) missing += sent - member.got;
    else surplus += member.got - sent;
  }
}
