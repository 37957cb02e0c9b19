import { EdgeId, NodeId } from '@patchbay/model/flow';

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** 12 characters of 36: ids are unique within one document, so 62 bits are ample. Works on plain http too. */
function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('');
}

export const newNodeId = (): NodeId => NodeId.parse(`n${randomText()}`);
export const newEdgeId = (): EdgeId => EdgeId.parse(`e${randomText()}`);
