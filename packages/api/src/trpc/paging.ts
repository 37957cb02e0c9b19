import * as z from 'zod';

/** Lists come in pages: `cursor` is what the page before handed back as `nextCursor`. */
export const paging = {
  cursor: z.string().max(400).optional().describe('The `nextCursor` of the page before; without it the first page.'),
  limit: z.int().min(1).max(200).optional().describe('How many at most.'),
};

export const page = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item).describe('One page of the list.'),
    nextCursor: z.string().nullable().describe('Hand it back as `cursor` for the next page; null: this was the last.'),
  });

/** UTC time as ISO text ending in Z. */
export const TimeText = z.iso.datetime();
