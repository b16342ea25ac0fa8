#pragma once
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "swarm.h"

/** Somebody else's request, `GET /healthz`, at an even pace on a connection of its own; timed from when it was due. */
class Probe {
 public:
  Probe(Swarm &swarm, int port) : swarm(swarm), port(port) {}

  Histogram times;

  void start(int ms) {
    interval = ms * MS;
    due = now();
    times = Histogram();
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    swarm.watch(timer, EPOLLIN, [this] {
      uint64_t expired;
      if (read(timer, &expired, sizeof expired) > 0) ask();
    });
    dial();
    set();
  }

  void stop() {
    for (int *fd : {&timer, &socket}) {
      if (*fd < 0) continue;
      swarm.unwatch(*fd);
      close(*fd);
      *fd = -1;
    }
    waiting = false;
  }

 private:
  Swarm &swarm;
  int port, timer = -1, socket = -1;
  int64_t interval = 0, due = 0;
  bool waiting = false;

  void dial() {
    socket = ::socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // the kernel answers for a server that listens, however busy it is
    (void)!connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address);
    swarm.watch(socket, EPOLLIN, [this] { answered(); });
  }

  void ask() {
    if (waiting) return;
    static const char REQUEST[] = "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    waiting = true;
    (void)!::send(socket, REQUEST, sizeof REQUEST - 1, MSG_NOSIGNAL);
  }

  void answered() {
    char answer[4096];
    if (recv(socket, answer, sizeof answer, 0) <= 0) {
      swarm.unwatch(socket);
      close(socket);
      dial();
    } else {
      times.add(now() - due);
      due += interval;
    }
    waiting = false;
    set();
  }

  void set() {
    itimerspec time{};
    int64_t at = std::max(due, now() + 1000);
    time.it_value = {at / SECOND, at % SECOND};
    timerfd_settime(timer, TFD_TIMER_ABSTIME, &time, nullptr);
  }
};
