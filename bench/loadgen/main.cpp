// A load generator for chat servers: one thread, epoll, any text protocol over WebSocket that templates can say,
// so that every server is measured by the same client. It takes commands on standard input (commands.h) and answers
// each with a line of JSON; it ends with its input.
//
//   --port P --path /ws --subprotocol S       where, {room} in the path
//   --login BODY                              POST /login first, and keep its "token"
//   --hello TEXT --await SUBSTRING ...        steps after the upgrade, in order
//   --again TEXT                              the first step of a member that comes back with {epoch} and {seq}
//   --send TEXT --size BYTES --senders N      a message; its {msg} has so many bytes and holds the mark (marks.h)
//   --page TEXT                               one page of history, {before}
//   --pong 'IN=>OUT'                          a heartbeat of the application
//   --rooms K                                 member i is in room i % K
//   --concurrency C                           so many connect at once
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "commands.h"

using std::string;

static bool option(Options &o, const string &flag, const string &value) {
  auto number = [&] { return static_cast<size_t>(std::stoul(value)); };
  if (flag == "--port") o.port = static_cast<int>(number());
  else if (flag == "--path") o.path = value;
  else if (flag == "--subprotocol") o.subprotocol = value;
  else if (flag == "--login") o.login = value;
  else if (flag == "--hello") o.steps.push_back({value, ""});
  else if (flag == "--await" && !o.steps.empty() && o.steps.back().await.empty()) o.steps.back().await = value;
  else if (flag == "--await") o.steps.push_back({"", value});
  else if (flag == "--again") o.again = value;
  else if (flag == "--send") o.send = value;
  else if (flag == "--page") o.page = value;
  else if (flag == "--pong") {
    size_t arrow = value.find("=>");
    o.pongIn = value.substr(0, arrow);
    o.pongOut = value.substr(arrow + 2);
  } else if (flag == "--size") o.size = number();
  else if (flag == "--senders") o.senders = number();
  else if (flag == "--rooms") o.rooms = number();
  else if (flag == "--concurrency") o.concurrency = number();
  else return false;
  return true;
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);
  rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  Options options;
  for (int k = 1; k < argc; k += 2)
    if (k + 1 >= argc || !option(options, argv[k], argv[k + 1])) {
      fprintf(stderr, "unknown: %s\n", argv[k]);
      return 2;
    }
  Swarm swarm(options);
  Commands commands(swarm, options);
  string input;
  for (;;) {
    size_t end;
    while ((end = input.find('\n')) != string::npos) {
      string line = input.substr(0, end);
      input.erase(0, end + 1);
      if (!commands.run(line)) {
        fprintf(stderr, "unknown: %s\n", line.c_str());
        return 2;
      }
    }
    swarm.turn(5);
    pollfd in{0, POLLIN, 0};
    if (poll(&in, 1, 0) <= 0) continue;
    char buffer[4096];
    ssize_t size = read(0, buffer, sizeof buffer);
    if (size <= 0) return 0;
    input.append(buffer, static_cast<size_t>(size));
  }
}
