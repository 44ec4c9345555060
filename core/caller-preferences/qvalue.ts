// RFC 3261 §20.10 and §25.1: qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ).

/**
 * The q of a Contact as written, or `1.0`: "the q-value is equal to the q-value in the Contact header field parameter, else
 * "1.0"" (RFC 3841 §7.2.3).
 */
export function effectiveQ(text: string | undefined): string {
  return text !== undefined && /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? text : '1.0';
}

/** An effective q in thousandths: 0 to 1000, exactly. */
export function thousandths(q: string): number {
  const [whole = '0', part = ''] = q.split('.');
  return Number(whole) * 1000 + Number(part.padEnd(3, '0'));
}
