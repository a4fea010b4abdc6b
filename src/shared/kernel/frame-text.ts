const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Returns the text of a WebSocket frame, in whatever form the library passes its bytes.
 *
 * @example
 * ```ts
 * const bytes = (text: string) => new TextEncoder().encode(text);
 * frameText(bytes('PING')); // => 'PING'
 * frameText([bytes('PI'), bytes('NG')]); // => 'PING'
 * ```
 */
export const frameText = (data: Uint8Array | ArrayBuffer | readonly Uint8Array[]): string => {
  if (data instanceof Uint8Array || data instanceof ArrayBuffer) return decoder.decode(data);
  const whole = new Uint8Array(data.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const each of data) {
    whole.set(each, at);
    at += each.byteLength;
  }
  return decoder.decode(whole);
};
