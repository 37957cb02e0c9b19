// The fields that the settings of all steps over a list are made of.
import type { ListNode } from '@patchbay/model/flow';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { Button, Field, Heading, IconButton, Section } from '../../../ui/index.ts';
import { ExpressionField } from '../../expression/expression-field.tsx';
import { itemScope } from '../item-scope.ts';
import { RecordsSection, useWantsList } from '../records-section.tsx';
import type { PreviewScope } from '../../preview/preview-scope.ts';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';

interface ListExpressionProps<Node extends ListNode> {
  readonly form: NodeForm<Node>;
  /** The place in the node: `keys.0`. */
  readonly at: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly placeholder: string;
  readonly value: string;
  readonly optional?: boolean;
  /** The list whose records `item` is; without it there is no `item`. */
  readonly over?: string | undefined;
  /** The shape of `item` is not that of the step's own list. */
  readonly ofOtherList?: boolean;
  /** What the expression reads, where that is not what the step's other expressions read. */
  readonly reads?: PreviewScope | undefined;
  readonly onChange: (text: string) => void;
}

export function ListExpression<Node extends ListNode>(props: ListExpressionProps<Node>) {
  const { form, at, label, hint, over, reads } = props;
  const { problems, seal, disabled } = form;
  const preview = reads ?? form.preview;
  const scope = useMemo(() => itemScope(preview.scope, over), [preview.scope, over]);
  const types = useMemo(() => {
    if (reads !== undefined || (over !== undefined && props.ofOtherList !== true)) return preview.types;
    const { item: _, ...others } = preview.types;
    return others;
  }, [preview.types, reads, over, props.ofOtherList]);
  const own = problemsAt(problems, at);
  const unplaced = own.find((problem) => problem.at.start === undefined);
  return (
    <Field
      label={label}
      required={props.optional !== true}
      hint={hint}
      error={unplaced?.severity === 'error' ? unplaced.message : undefined}
    >
      {({ id, describedBy }) => (
        <div data-field={at}>
          <ExpressionField
            id={id}
            describedBy={describedBy}
            label={label}
            placeholder={props.placeholder}
            value={props.value}
            scope={scope}
            types={types}
            sources={preview.sources}
            problems={own}
            disabled={disabled}
            onChange={props.onChange}
            onBlur={seal}
          />
        </div>
      )}
    </Field>
  );
}

/** The list that the step works on. */
export function ItemsField<Node extends ListNode>({ form }: { readonly form: NodeForm<Node> }) {
  const { node, update } = form;
  const wantsList = useWantsList(node);
  return (
    <>
      <RecordsSection form={form} />
      {wantsList ? (
        <Section>
          <ListExpression
            form={form}
            at="items"
            label="List"
            optional={node.records !== undefined}
            hint={
              node.records === undefined
                ? 'Nothing is taken as a list without records.'
                : 'The records of this list are taken, one after the other; or connect a step that reads records.'
            }
            placeholder="trigger.body.line_items"
            value={node.items}
            onChange={(items) => update({ ...node, items }, 'items')}
          />
        </Section>
      ) : null}
    </>
  );
}

interface PartsProps<Part> {
  readonly title: string;
  /** One of them, in words: “key”. */
  readonly word: string;
  readonly parts: readonly Part[];
  readonly least: number;
  readonly most: number;
  readonly empty?: ReactNode;
  readonly disabled: boolean;
  readonly fresh: () => Part;
  readonly onChange: (parts: Part[], field: string) => void;
  readonly children: (part: Part, index: number, replace: (part: Part) => void) => ReactNode;
}

/** Parts one below the other, that are added, moved and removed. */
export function Parts<Part>(props: PartsProps<Part>) {
  const { parts, word, disabled, onChange } = props;
  const move = (index: number, by: number): void => {
    const moved = [...parts];
    moved.splice(index + by, 0, ...moved.splice(index, 1));
    onChange(moved, `move.${word}`);
  };
  return (
    <Section className="grid gap-3">
      <Heading>{props.title}</Heading>
      {parts.length === 0 && props.empty !== undefined ? <p className="text-12 text-ink-3">{props.empty}</p> : null}
      {parts.map((part, index) => (
        // Parts have no name of their own: they are known by their place.
        <div
          key={index}
          role="group"
          aria-label={`${word} ${index + 1}`}
          className="grid gap-2 border-l-2 border-line pl-3"
        >
          {props.children(part, index, (next) =>
            onChange(
              parts.map((other, at) => (at === index ? next : other)),
              `${word}.${index}`,
            ),
          )}
          {disabled ? null : (
            <div className="flex justify-end gap-0.5">
              <IconButton
                size="small"
                icon={ArrowUp}
                label={`${word} ${index + 1} earlier`}
                disabled={index === 0}
                onClick={() => move(index, -1)}
              />
              <IconButton
                size="small"
                icon={ArrowDown}
                label={`${word} ${index + 1} later`}
                disabled={index === parts.length - 1}
                onClick={() => move(index, 1)}
              />
              <IconButton
                size="small"
                icon={X}
                label={`Remove ${word.toLowerCase()} ${index + 1}`}
                disabled={parts.length <= props.least}
                onClick={() =>
                  onChange(
                    parts.filter((_, at) => at !== index),
                    `remove.${word}`,
                  )
                }
              />
            </div>
          )}
        </div>
      ))}
      {disabled || parts.length >= props.most ? null : (
        <div>
          <Button size="small" icon={Plus} onClick={() => onChange([...parts, props.fresh()], `add.${word}`)}>
            Add a {word.toLowerCase()}
          </Button>
        </div>
      )}
    </Section>
  );
}
