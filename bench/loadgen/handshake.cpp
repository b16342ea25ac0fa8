// How a member gets in: login, upgrade, and the steps after it.
#include <unistd.h>

#include "swarm.h"

using std::string;
using std::to_string;

void Swarm::opened(Member &member) {
  string host = " HTTP/1.1\r\nHost: 127.0.0.1:" + to_string(o.port) + "\r\n";
  if (!o.login.empty() && !member.loggedIn) {
    string body = member.fill(o.login);
    member.state = State::Login;
    member.out = "POST " + o.loginPath + host + "Content-Type: application/json\r\nConnection: close\r\n" +
                 "Content-Length: " + to_string(body.size()) + "\r\n\r\n" + body;
    return flush(member);
  }
  member.state = State::Upgrade;
  member.out = "GET " + member.fill(o.path) + host + "Upgrade: websocket\r\nConnection: Upgrade\r\n" +
               "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
               (o.subprotocol.empty() ? "" : "Sec-WebSocket-Protocol: " + o.subprotocol + "\r\n") + "\r\n";
  flush(member);
}

/** Whether what is in `in` are frames now. */
bool Swarm::receivedHttp(Member &member) {
  if (member.state != State::Login && member.state != State::Upgrade) return true;
  size_t head = member.in.find("\r\n\r\n");
  if (head == string::npos) return false;
  string status = member.in.substr(9, 3);
  if (member.state == State::Upgrade) {
    if (status != "101") return lose(member, "upgrade answered with " + status), false;
    member.in.erase(0, head + 4);
    member.step = 0;
    nextStep(member);
    return member.fd >= 0;
  }
  size_t at = member.in.find("ontent-"), body = 0;
  for (size_t from = 0; (at = member.in.find("ength:", from)) != string::npos && at < head; from = at + 1)
    body = strtoul(member.in.c_str() + at + 6, nullptr, 10);
  if (member.in.size() < head + 4 + body) return false;
  if (status[0] != '2') return lose(member, "login answered with " + status), false;
  member.token = marks::valueOf("\"token\":", member.in.data() + head, member.in.data() + member.in.size());
  member.loggedIn = true;
  close(member.fd);
  dial(member);
  return false;
}

void Swarm::nextStep(Member &member) {
  member.state = State::Steps;
  for (; member.step < o.steps.size(); member.step++) {
    const Step &step = o.steps[member.step];
    bool again = member.step == 0 && member.wasReady && tracks();
    if (!step.text.empty()) send(member, member.fill(again ? o.again : step.text));
    if (member.fd < 0 || !step.await.empty()) return;
  }
  member.state = State::Ready;
  dialing--;
  ready++;
  bool returned = member.wasReady;
  member.wasReady = true;
  if (returned && !member.paging.on) caughtUp(member);
}
