// Pages for people who come by a link and have no account: plain HTML, no script, nothing of others shown.
import type { FormField } from '@patchbay/model/flow';
import type { ApprovalQuestion } from '@patchbay/model/run';

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const style = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#1b1f27;--dim:#5b6472;--line:#d5d9e0;--edge:#808997;--go:#2f5fde;--bad:#b3261e}
@media (prefers-color-scheme:dark){:root{--bg:#14161a;--card:#1d2026;--ink:#e8eaee;--dim:#a2aab8;--line:#3a404b;--edge:#7d8696;--go:#86a5ff;--bad:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:560px;margin:8vh auto;padding:28px;background:var(--card);border:1px solid var(--line);border-radius:10px}
h1{margin:0 0 8px;font-size:20px;line-height:1.3;overflow-wrap:anywhere}
p{margin:0 0 12px}.dim{color:var(--dim);font-size:13px}
.words{white-space:pre-wrap;overflow-wrap:anywhere;margin-bottom:20px}
label,legend{display:block;padding:0;font-weight:600;font-size:13px;margin-bottom:4px}
.field{margin:0 0 16px;border:0;padding:0}
input[type=text],input[type=number],input[type=date],select,textarea{display:block;width:100%;min-height:36px;padding:6px 10px;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--edge);border-radius:6px}
.choice{display:inline-flex;gap:6px;align-items:center;margin-right:20px;min-height:28px;font-weight:400}
:focus-visible{outline:2px solid var(--go);outline-offset:2px}
.bad{color:var(--bad);font-size:13px;margin-top:4px}
.notice{border:1px solid var(--bad);border-radius:6px;padding:8px 12px;margin:0 0 20px;color:var(--bad)}.notice a{color:inherit}
.row{display:flex;gap:12px;margin:24px 0 16px}
button{flex:1;min-height:40px;font:inherit;font-weight:600;border-radius:6px;cursor:pointer;border:1px solid var(--line);background:transparent;color:inherit}
button.go{background:var(--go);border-color:var(--go);color:var(--card)}
@media (max-width:600px){main{margin:0;min-height:100vh;padding:20px;border:0;border-radius:0}}
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><meta name="robots" content="noindex,nofollow"><title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>${body}</main></body></html>
`;
}

export const messagePage = (title: string, words: string): string =>
  page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(words)}</p><p class="dim">You can close this page.</p>`);

export interface FormPage {
  readonly question: ApprovalQuestion;
  readonly until: Date | null;
  /** What was typed before, and what was wrong with it. */
  readonly given: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
}

/** The name under which a field of the form is sent: apart from ours. */
export const inputName = (field: string): string => `field.${field}`;

export function formPage({ question, until, given, problems }: FormPage): string {
  const description = question.description === '' ? '' : `<div class="words">${escapeHtml(question.description)}</div>`;
  const fields = question.fields
    .map((field) => fieldHtml(field, given[inputName(field.name)] ?? '', problems))
    .join('');
  const deadline =
    until === null ? '' : `<p class="dim">Until ${escapeHtml(until.toUTCString())}. The first decision counts.</p>`;
  const name = { name: 'by', label: 'Your name', type: 'text', required: true } as const;
  return page(
    question.title,
    `<h1>${escapeHtml(question.title)}</h1>${description}${notice(question, problems)}<form method="post" autocomplete="off">${fields}
${control(name, 'by', given['by'] ?? '', problems['by'])}
<div class="row"><button class="go" name="decision" value="approved">Approve</button>
<button name="decision" value="rejected">Reject</button></div></form>${deadline}`,
  );
}

/** What keeps the decision from being taken, where it is read first, with the ways to the fields. */
function notice(question: ApprovalQuestion, problems: FormPage['problems']): string {
  const wrong = [
    ...question.fields
      .filter(({ name }) => problems[name] !== undefined)
      .map(({ name, label }) => ({ id: inputName(name), label })),
    ...(problems['by'] === undefined ? [] : [{ id: 'by', label: 'Your name' }]),
  ];
  if (wrong.length === 0) return '';
  const links = wrong.map(({ id, label }) => `<a href="#f-${escapeHtml(id)}">${escapeHtml(label)}</a>`).join(', ');
  return `<p class="notice" role="alert">Nothing was decided yet. Look at: ${links}.</p>`;
}

const fieldHtml = (field: FormField, given: string, problems: FormPage['problems']): string =>
  control(field, inputName(field.name), given, problems[field.name]);

function control(
  field: Pick<FormField, 'label' | 'type' | 'required' | 'hint' | 'options'>,
  name: string,
  given: string,
  problem: string | undefined,
): string {
  const id = `f-${name}`;
  const label = `${escapeHtml(field.label)}${field.required === true ? ' *' : ''}`;
  const notes = [
    ...(field.hint === undefined ? [] : [`<div class="dim" id="${id}-hint">${escapeHtml(field.hint)}</div>`]),
    ...(problem === undefined ? [] : [`<div class="bad" id="${id}-bad">${escapeHtml(problem)}</div>`]),
  ].join('');
  const about = [
    ...(field.hint === undefined ? [] : [`${id}-hint`]),
    ...(problem === undefined ? [] : [`${id}-bad`]),
  ].join(' ');
  const shared = `id="${id}" name="${escapeHtml(name)}"${about === '' ? '' : ` aria-describedby="${about}"`}${problem === undefined ? '' : ' aria-invalid="true"'}`;
  const value = `value="${escapeHtml(given)}"`;
  switch (field.type) {
    case 'yesNo': {
      const radio = (option: string, words: string): string =>
        `<label class="choice"><input type="radio" name="${escapeHtml(name)}" value="${option}"${given === option ? ' checked' : ''}> ${words}</label>`;
      return `<fieldset class="field" id="${id}"><legend>${label}</legend>${radio('yes', 'Yes')}${radio('no', 'No')}${notes}</fieldset>`;
    }
    case 'choice': {
      const options = (field.options ?? []).map(
        (option) => `<option${option === given ? ' selected' : ''}>${escapeHtml(option)}</option>`,
      );
      return `<div class="field"><label for="${id}">${label}</label><select ${shared}><option value=""></option>${options.join('')}</select>${notes}</div>`;
    }
    case 'number':
      return `<div class="field"><label for="${id}">${label}</label><input type="number" step="any" ${shared} ${value}>${notes}</div>`;
    case 'date':
      return `<div class="field"><label for="${id}">${label}</label><input type="date" ${shared} ${value}>${notes}</div>`;
    case 'text':
      return name === 'by'
        ? `<div class="field"><label for="${id}">${label}</label><input type="text" maxlength="120" ${shared} ${value}>${notes}</div>`
        : `<div class="field"><label for="${id}">${label}</label><textarea rows="2" maxlength="4000" ${shared}>${escapeHtml(given)}</textarea>${notes}</div>`;
  }
}
