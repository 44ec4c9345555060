/**
 * What is found of a thing once, however many monitors ask for it; it is forgotten with the thing. Whatever else is handed over (the run that
 * a call is of) is the same each time.
 */
export function once<K extends object, A extends readonly unknown[], V>(
  find: (of: K, ...rest: A) => V,
): (of: K, ...rest: A) => V {
  const found = new WeakMap<K, { readonly value: V }>();
  return (of, ...rest) => {
    let known = found.get(of);
    if (known === undefined) {
      known = { value: find(of, ...rest) };
      found.set(of, known);
    }
    return known.value;
  };
}
