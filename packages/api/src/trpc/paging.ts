import * as z from 'zod';

/** Lists come in pages: `cursor` is what the page before handed back as `nextCursor`. */
export const paging = {
  cursor: z.string().max(400).optional(),
  limit: z.int().min(1).max(200).optional(),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** UTC time as ISO text ending in Z. */
export const TimeText = z.iso.datetime();
