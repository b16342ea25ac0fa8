#pragma once
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <deque>

#include "swarm.h"

/**
 * Other people's requests, `GET /healthz`, at an even pace. Each is timed from when it was due; one that waits does not
 * hold up the next, which takes another connection.
 */
class Probe {
 public:
  Probe(Swarm &swarm, int port) : swarm(swarm), port(port) {}

  Histogram times;

  void start(int ms) {
    times = Histogram();
    due = now();
    interval = ms * MS;
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    itimerspec pace{{0, interval}, {0, interval}};
    timerfd_settime(timer, 0, &pace, nullptr);
    swarm.watch(timer, EPOLLIN, [this] {
      uint64_t expired;
      if (read(timer, &expired, sizeof expired) <= 0) return;
      for (; expired > 0; expired--) ask(due += interval);
    });
  }

  /** Waits a little for what was asked and is not answered yet. */
  void stop() {
    swarm.unwatch(timer);
    close(timer);
    swarm.turnUntil([this] { return waiting() == 0; }, now() + 5 * SECOND);
    for (auto &line : lines) hangUp(line);
    lines.clear();
  }

 private:
  struct Line {
    int fd = -1;
    int64_t due = 0;
  };

  Swarm &swarm;
  int port, timer = -1;
  int64_t interval = 0, due = 0;
  // its elements stay where they are
  std::deque<Line> lines;

  size_t waiting() const {
    size_t count = 0;
    for (auto &line : lines) count += line.due > 0;
    return count;
  }

  void ask(int64_t at) {
    for (auto &line : lines)
      if (line.due == 0) return send(line, at);
    lines.emplace_back();
    send(lines.back(), at);
  }

  void send(Line &line, int64_t at) {
    static const char REQUEST[] = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    if (line.fd < 0) dial(line);
    line.due = at;
    (void)!::send(line.fd, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL);
  }

  void dial(Line &line) {
    line.fd = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(line.fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // the kernel answers for a server that listens, however busy it is
    (void)!connect(line.fd, reinterpret_cast<sockaddr *>(&address), sizeof address);
    swarm.watch(line.fd, EPOLLIN, [this, &line] { answered(line); });
  }

  void answered(Line &line) {
    char answer[4096];
    if (recv(line.fd, answer, sizeof answer, 0) <= 0) {
      // closed: what it was asked is asked again, and goes on being late
      hangUp(line);
      if (line.due > 0) send(line, line.due);
      return;
    }
    times.add(now() - line.due);
    line.due = 0;
  }

  void hangUp(Line &line) {
    if (line.fd < 0) return;
    swarm.unwatch(line.fd);
    close(line.fd);
    line.fd = -1;
  }
};
