/** What a story made by chance may choose to break: session timers switched off, and a 603 beside a device that accepts. */
const always = ['PSA-EST-06', 'PRA-INV-08', 'PRA-INV-09', 'PRA-INV-02'];

/** What this story chose to break; one whose sender leaves the offer to its callee has no SDP in its INVITE. */
export function chosenIn(text: string): ReadonlySet<string> {
  return new Set(text.includes('"offer":"callee"') ? [...always, 'PSA-EST-08'] : always);
}
