import { gunzipSync, gzipSync } from 'node:zlib';
import { err, Fault, ok, type Result } from '#shared/kernel/index.ts';
import {
  formatIncident,
  maxIncidentBytes,
  parseIncident,
  type IncidentContent,
} from '#shared/model/index.ts';

export const encodeIncidentFile = (content: IncidentContent): Buffer => gzipSync(formatIncident(content));

const refuse = (reason: string): Result<never, Fault> =>
  err(
    new Fault('incident.not-readable', `This is not an incident file that can be opened: ${reason}.`, {
      kind: 'configuration',
    }),
  );

/** Reads a file that somebody else may have made: everything in it is checked, and nothing in it is run or written. */
export const readIncidentFile = (bytes: Uint8Array): Result<IncidentContent, Fault> => {
  let text: string;
  try {
    text = gunzipSync(bytes, { maxOutputLength: maxIncidentBytes }).toString('utf8');
  } catch (thrown) {
    const tooBig = thrown instanceof RangeError;
    return refuse(
      tooBig ? 'it unpacks to more than any that Cuelight writes' : 'it is damaged, or another kind',
    );
  }
  const content = parseIncident(text);
  return content.ok ? ok(content.value) : refuse(content.error);
};
