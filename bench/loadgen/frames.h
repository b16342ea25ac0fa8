#pragma once
#include <stdint.h>

#include <string>

/** The client's side of WebSocket framing. */
namespace frames {

constexpr int TEXT = 1, CLOSE = 8, PING = 9, PONG = 10;

/** A masked frame; its key is 0, so that the payload stays as it is. */
inline std::string write(const std::string &payload, int opcode = TEXT) {
  std::string frame(1, static_cast<char>(0x80 | opcode));
  size_t size = payload.size();
  int bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
  frame += static_cast<char>(0x80 | (bytes == 0 ? size : bytes == 2 ? 126 : 127));
  for (int k = bytes - 1; k >= 0; k--) frame += static_cast<char>(static_cast<uint64_t>(size) >> (8 * k));
  frame.append(4, '\0');
  return frame + payload;
}

struct Head {
  int opcode;
  size_t head, payload;
};

/** Reads a frame's head; false while the whole frame is not there yet. */
inline bool read(const char *data, size_t size, Head &frame) {
  if (size < 2) return false;
  auto byte = [&](size_t k) { return static_cast<uint64_t>(static_cast<uint8_t>(data[k])); };
  frame.opcode = static_cast<int>(byte(0) & 15);
  uint64_t payload = byte(1) & 127;
  size_t bytes = payload == 126 ? 2 : payload == 127 ? 8 : 0;
  if (size < 2 + bytes) return false;
  if (bytes) payload = 0;
  for (size_t k = 0; k < bytes; k++) payload = payload << 8 | byte(2 + k);
  frame.head = 2 + bytes;
  frame.payload = payload;
  return size >= frame.head + payload;
}

}  // namespace frames
