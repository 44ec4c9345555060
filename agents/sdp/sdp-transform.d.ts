// sdp-transform 3.0.0 comes without types: what grammar.ts uses of it.
declare module 'sdp-transform' {
  /** How one kind of line is read and written. */
  export interface Rule {
    readonly name?: string;
    readonly push?: string;
    readonly reg?: RegExp;
    readonly names?: readonly string[];
    readonly format?: string | ((fields: Readonly<Record<string, unknown>>) => string);
  }
  const sdpTransform: { readonly grammar: { readonly [type: string]: readonly Rule[] } };
  export default sdpTransform;
}
