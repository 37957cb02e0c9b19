import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema, SchemaNode } from '@patchbay/model/schema';
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { aliasOf, annotationWords, fieldFacts, typeIcon, TypeIcon } from '../../mapper/schema/index.ts';
import { Checkbox, IconButton, KeyValue, Section, TextAreaField, TextField } from '../../ui/index.ts';
import { WordsField } from '../words/words-field.tsx';
import { editField, personal } from './edit-field.ts';
import type { FieldRemarks } from './edit-field.ts';

interface FieldPanelProps {
  readonly schema: DataSchema;
  readonly path: string | null;
  readonly mayEdit: boolean;
  readonly onChange: (schema: DataSchema) => void;
  readonly onClose: () => void;
}

/** Everything that the schema says of the chosen field, and what people here say of it. */
export function FieldPanel({ schema, path, mayEdit, onChange, onClose }: FieldPanelProps) {
  const node = useMemo(() => (path === null ? undefined : nodeAt(schema, path)), [schema, path]);
  if (path === null) return null;
  if (node === undefined)
    return (
      <Section role="status" className="flex items-start gap-2">
        <span className="flex-1 text-ink-2 wrap-anywhere">This version has no field {path}.</span>
        <IconButton icon={X} size="small" label="Close the field" onClick={onClose} />
      </Section>
    );
  const remark = (remarks: FieldRemarks): void => onChange(editField(schema, node.steps, remarks));
  return (
    <Section className="grid gap-3" role="region" aria-label={`Field ${node.name}`}>
      <header className="flex items-start gap-2">
        <span className="mt-0.5">
          <TypeIcon name={typeIcon(node)} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold wrap-anywhere">{aliasOf(node) ?? node.name}</h2>
          <code className="block text-ink-3 wrap-anywhere">{node.path.slice(1).replaceAll('/', '.')}</code>
        </div>
        <IconButton icon={X} size="small" label="Close the field" onClick={onClose} />
      </header>
      <KeyValue rows={[...fieldFacts(node), ...annotationWords(node.item)]} />
      <Remarks key={path} node={node} mayEdit={mayEdit} onRemark={remark} />
    </Section>
  );
}

/** Recursive types are opened along the way, so that a field deep inside them is found too. */
function nodeAt(schema: DataSchema, path: string): SchemaNode | undefined {
  const parts = path.split('/').slice(1);
  const above = new Set(parts.map((_, at) => `/${parts.slice(0, at).join('/')}`.replace(/\/$/, '')));
  return flattenSchema(schema, { expanded: above }).find((one) => one.path === path);
}

interface RemarksProps {
  readonly node: SchemaNode;
  readonly mayEdit: boolean;
  readonly onRemark: (remarks: FieldRemarks) => void;
}

function Remarks({ node, mayEdit, onRemark }: RemarksProps) {
  const { schema } = node;
  const synonyms = schema['x-synonyms'] ?? [];
  if (!mayEdit)
    return (
      <KeyValue
        rows={[
          ['Called here', schema['x-alias']],
          ['Description', schema.description],
          ['Synonyms', synonyms.length === 0 ? undefined : synonyms.join(', ')],
        ]}
      />
    );
  return (
    <div className="grid gap-3">
      <TextField
        label="Called here"
        hint="Shown instead of its own name, which formulas go on using."
        maxLength={200}
        placeholder={node.name}
        value={schema['x-alias'] ?? ''}
        onChange={(event) => onRemark({ alias: event.target.value })}
      />
      <TextAreaField
        label="Description"
        rows={2}
        maxLength={2_000}
        placeholder="What stands in it, in a sentence"
        value={schema.description ?? ''}
        onChange={(event) => onRemark({ description: event.target.value })}
      />
      <WordsField
        label="Synonyms"
        hint="Other words for it, in any language: auto-map takes them for the same."
        words={synonyms}
        onChange={(words) => onRemark({ synonyms: words })}
      />
      <Checkbox
        label="Personal data"
        hint="For masking and retention."
        checked={schema['x-data-class'] === personal}
        onChange={(isPersonal) => onRemark({ isPersonal })}
      />
    </div>
  );
}
