import * as z from 'zod';
import { ErrorBox } from '../app/error-box.tsx';
import { errorWords } from '../app/error-words.ts';
import { UseList } from './use-list.tsx';

const Details = z.object({
  uses: z.array(
    z.object({
      kind: z.enum(['flow', 'mapping']),
      id: z.string(),
      name: z.string(),
      where: z.enum(['draft', 'live', 'version']),
      ref: z.string(),
      places: z.array(z.string()),
    }),
  ),
});

/** What the server refused, with those who use the thing where they are the reason. */
export function UseRefusal({ error }: { readonly error: unknown }) {
  const details = Details.safeParse(errorWords(error).details);
  return (
    <div className="grid gap-3">
      <ErrorBox error={error} />
      {details.success ? <UseList uses={details.data.uses} /> : null}
    </div>
  );
}
