import { FlowDocument } from '@patchbay/model/flow';
import * as z from 'zod';

export const TemplateView = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  /** What has to be there before it runs, in words: “a PostgreSQL database”. */
  needs: z.array(z.string()),
  document: FlowDocument,
});
export type TemplateView = z.infer<typeof TemplateView>;

export interface TemplateService {
  list(): readonly TemplateView[];
}
