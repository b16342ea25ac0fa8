#pragma once
#include <string>
#include <vector>

/** A text to send after the upgrade, and what an answer to it contains; either may be empty. */
struct Step {
  std::string text, await;
};

/** How the server is spoken to. See main.cpp for the flags, and Member::fill for the {places} of a template. */
struct Options {
  int port = 0;
  size_t concurrency = 200, senders = 10, rooms = 1, size = 64;
  std::string path = "/", subprotocol;
  std::string login, loginPath = "/login";
  std::vector<Step> steps;
  /** Instead of the first step's text, for a member that comes back and says where it stands. */
  std::string again;
  std::string send = "{msg}";
  /** Asks for one page of history. */
  std::string page;
  std::string pongIn, pongOut;
};
