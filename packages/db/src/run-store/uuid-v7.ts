// UUID version 7 (RFC 9562): sorted by time, so that run tables can be partitioned by month and inserts stay local.
import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8_000);
const bytesPerId = 10;
let offset = pool.length;

export function uuidV7(nowMs: number = Date.now()): string {
  if (offset + bytesPerId > pool.length) {
    randomFillSync(pool);
    offset = 0;
  }
  const time = nowMs.toString(16).padStart(12, '0');
  const random = pool.toString('hex', offset, offset + bytesPerId);
  offset += bytesPerId;
  const variant = '89ab'.charAt(Number.parseInt(random.charAt(3), 16) & 3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
}
