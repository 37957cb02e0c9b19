import type { FieldManifest } from '@patchbay/model/connector';
import { Fold, ProblemBox, Section } from '../../ui/index.ts';
import { operationOf } from '../catalogue.ts';
import { useEditor } from '../editor-context.ts';
import { ConnectionSection } from './connection-section.tsx';
import { LiveTrouble } from './live-trigger.tsx';
import { OperationField, shownFields } from './operation-field.tsx';
import type { OperationForm } from './operation-field.tsx';
import { OutputShape } from './output-shape.tsx';
import { WrittenRecords } from './records-section.tsx';
import { RepeatSection } from './repeat-section.tsx';
import { TriggerSections } from './trigger-sections.tsx';
import { UndoSection } from './undo-section.tsx';

/** What must be filled; a field that another one brings stays behind that one. */
const comesFirst = ({ required, showWhen }: FieldManifest): boolean => required && showWhen === undefined;

/** A form drawn from the manifest: required fields first, advanced folded. */
export function OperationSettings({ form }: { readonly form: OperationForm }) {
  const { catalogue } = useEditor();
  const { node } = form;
  const operation = operationOf(catalogue, node.operation);
  if (operation === undefined) {
    return (
      <ProblemBox
        className="m-4"
        title={`“${node.operation}” is not installed here`}
        cause="The connector that offers it is missing."
        next="Replace the step, or install its connector. Its settings are kept."
      />
    );
  }
  const shown = shownFields(operation, node.input);
  const plain = shown.filter((field) => !field.advanced);
  const advanced = shown.filter((field) => field.advanced);
  return (
    <>
      {node.kind === 'trigger' ? <LiveTrouble nodeId={node.id} /> : null}
      {operation.connection === 'none' ? null : <ConnectionSection form={form} operation={operation} />}
      <Section className="grid gap-3">
        <p className="text-12 text-ink-3">{operation.description}</p>
        {[...plain]
          .sort((left, right) => Number(comesFirst(right)) - Number(comesFirst(left)))
          .map((field) => (
            <OperationField key={field.name} field={field} form={form} />
          ))}
      </Section>
      {node.kind === 'trigger' ? <TriggerSections form={{ ...form, node }} /> : null}
      {node.kind === 'action' ? <WrittenRecords form={{ ...form, node }} /> : null}
      {node.kind === 'action' ? <RepeatSection form={{ ...form, node }} operation={operation} /> : null}
      {node.kind === 'action' ? <UndoSection form={{ ...form, node }} /> : null}
      {node.kind === 'action' ? <OutputShape form={{ ...form, node }} /> : null}
      {advanced.length === 0 ? null : (
        <Fold title="Advanced" summary={advanced.length === 1 ? '1 setting' : `${advanced.length} settings`}>
          <div className="grid gap-3">
            {advanced.map((field) => (
              <OperationField key={field.name} field={field} form={form} />
            ))}
          </div>
        </Fold>
      )}
    </>
  );
}
