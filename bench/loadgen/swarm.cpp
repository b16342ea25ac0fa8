// The sockets of all members. How a member gets in is in handshake.cpp, what it reads in deliveries.cpp.
#include "swarm.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frames.h"

using std::string;

constexpr uint64_t WATCHED = 1ull << 32;
constexpr int64_t REDIAL = 50 * MS;

Swarm::Swarm(const Options &options) : o(options), epoll(epoll_create1(0)) { ledger.rooms.resize(o.rooms); }

void Swarm::watch(int fd, uint32_t events, std::function<void()> ready) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = WATCHED | static_cast<uint64_t>(fd);
  watched.emplace_back(fd, std::move(ready));
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

void Swarm::unwatch(int fd) {
  epoll_ctl(epoll, EPOLL_CTL_DEL, fd, nullptr);
  for (size_t k = 0; k < watched.size(); k++)
    if (watched[k].first == fd) watched.erase(watched.begin() + static_cast<long>(k--));
}

void Swarm::turn(int ms) {
  static epoll_event events[4096];
  dialQueued();
  int count = epoll_wait(epoll, events, 4096, ms);
  for (int k = 0; k < count; k++) {
    if (events[k].data.u64 & WATCHED) {
      int fd = static_cast<int>(events[k].data.u64 & ~WATCHED);
      for (auto &[known, ready] : watched)
        if (known == fd) {
          auto call = ready;
          call();
          break;
        }
      continue;
    }
    Member &member = members[events[k].data.u64];
    if (member.fd < 0) continue;
    if (events[k].events & EPOLLOUT) {
      if (member.state == State::Dialing) opened(member);
      else flush(member);
    }
    if (member.fd >= 0 && events[k].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) received(member);
  }
}

bool Swarm::turnUntil(const std::function<bool()> &done, int64_t until, int ms) {
  while (!done()) {
    if (now() > until) return false;
    turn(ms);
  }
  return true;
}

void Swarm::grow(size_t count) {
  for (size_t k = members.size(); k < count; k++) {
    members.emplace_back();
    members.back().index = k;
    members.back().room = k % o.rooms;
    queue.emplace_back(0, k);
  }
}

void Swarm::dialLost() {
  for (auto &member : members)
    if (member.state == State::Lost) queue.emplace_back(0, member.index);
}

void Swarm::dialQueued() {
  int64_t time = now();
  while (!queue.empty() && dialing < o.concurrency && queue.front().first <= time) {
    Member &member = members[queue.front().second];
    queue.pop_front();
    if (member.state == State::Lost) lost--;
    dial(member);
  }
}

void Swarm::dial(Member &member) {
  if (member.state == State::Idle || member.state == State::Lost) dialing++;
  member.state = State::Dialing;
  member.in.clear();
  member.out.clear();
  member.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (member.fd < 0) return lose(member, "no socket left");
  int on = 1;
  setsockopt(member.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(o.port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(member.fd, reinterpret_cast<sockaddr *>(&address), sizeof address) < 0 && errno != EINPROGRESS)
    return lose(member, "connect refused");
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT;
  event.data.u64 = member.index;
  member.watchesWrite = true;
  epoll_ctl(epoll, EPOLL_CTL_ADD, member.fd, &event);
}

void Swarm::lose(Member &member, const string &why) {
  if (member.state == State::Lost) return;
  if (member.state == State::Ready) ready--;
  else dialing--;
  if (member.fd >= 0) close(member.fd);
  member.fd = -1;
  member.state = State::Lost;
  member.paging.on = false;
  lost++;
  lastLoss = why;
  if (persistent) queue.emplace_back(now() + REDIAL, member.index);
}

void Swarm::loseSilent() {
  for (auto &member : members)
    if (member.caughtUp() && member.got < ledger.rooms[member.room].sent) lose(member, "nothing came any more");
}

void Swarm::arm(Member &member, bool write) {
  if (member.watchesWrite == write || !member.reads) return;
  epoll_event event{};
  event.events = EPOLLIN;
  if (write) event.events |= EPOLLOUT;
  event.data.u64 = member.index;
  epoll_ctl(epoll, EPOLL_CTL_MOD, member.fd, &event);
  member.watchesWrite = write;
}

void Swarm::setReading(Member &member, bool reads) {
  if (member.reads == reads) return;
  member.reads = reads;
  if (member.fd < 0) return;
  // what waits for one that does not read is to wait in the server, not in the kernel
  int bytes = reads ? 1 << 20 : 4096;
  setsockopt(member.fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  if (!reads) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, member.fd, nullptr);
    return;
  }
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = member.index;
  member.watchesWrite = false;
  epoll_ctl(epoll, EPOLL_CTL_ADD, member.fd, &event);
}

void Swarm::flush(Member &member) {
  while (!member.out.empty()) {
    ssize_t sent = ::send(member.fd, member.out.data(), member.out.size(), MSG_NOSIGNAL);
    if (sent > 0) member.out.erase(0, static_cast<size_t>(sent));
    else if (errno == EAGAIN) return arm(member, true);
    else return lose(member, "send failed");
  }
  arm(member, false);
}

void Swarm::send(Member &member, const string &text) {
  member.out += frames::write(text);
  flush(member);
}

void Swarm::received(Member &member) {
  static char buffer[1 << 18];
  ssize_t size = recv(member.fd, buffer, sizeof buffer, 0);
  if (size == 0) return lose(member, "closed by the server");
  if (size < 0) return errno == EAGAIN ? void() : lose(member, "reset by the server");
  ledger.bytes += static_cast<uint64_t>(size);
  const char *data = buffer;
  size_t length = static_cast<size_t>(size);
  bool kept = !member.in.empty() || member.state == State::Login || member.state == State::Upgrade;
  if (kept) {
    member.in.append(buffer, length);
    if (!receivedHttp(member)) return;
    data = member.in.data();
    length = member.in.size();
  }
  size_t at = 0;
  frames::Head frame;
  while (member.fd >= 0 && frames::read(data + at, length - at, frame)) {
    receivedFrame(member, frame.opcode, data + at + frame.head, frame.payload);
    at += frame.head + frame.payload;
  }
  if (member.fd < 0) return;
  if (kept) member.in.erase(0, at);
  else if (at < length) member.in.assign(data + at, length - at);
}
