// RFC 3261 §20.43, §21.4.26: why a session description was not acceptable: the Warning that goes with a 488.
import type { HeaderField } from '../core/sip/message.ts';
import type { SdpWarning } from './sdp/examine.ts';

export function warningOf(warning: SdpWarning | undefined): readonly HeaderField[] {
  const { code, text } = warning ?? { code: 399, text: 'the session description cannot be read' };
  return [{ name: 'Warning', value: `${code} siplab "${text.replace(/[\\"]/g, "'")}"` }];
}
