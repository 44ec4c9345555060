// Loaded before the program (`--import`), this plants what no run may have: a number that is another in each process, in every INVITE.
const { encode } = TextEncoder.prototype;

TextEncoder.prototype.encode = function (text = '') {
  return encode.call(
    this,
    text.startsWith('INVITE ') ? text.replace('\r\n', `\r\nX-Planted: ${Math.random()}\r\n`) : text,
  );
};
