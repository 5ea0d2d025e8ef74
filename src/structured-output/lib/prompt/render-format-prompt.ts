import { exampleValue } from '../../../protocol/json-schema/example-value';
import type { JsonSchemaFormat, OutputFormat } from '../../../protocol/output-format';

/** Instructions that make a model answer in a format which its upstream does not enforce. */
export function renderFormatPrompt(
  format: Exclude<OutputFormat, { readonly type: 'text' }>,
  hasTools: boolean,
): string {
  return [
    '# Output format',
    ...(format.type === 'json-object' ? [renderForm('object')] : renderSchema(format)),
    ...(hasTools ? ['This holds for answers, not for function calls.'] : []),
  ].join('\n\n');
}

/** What to tell a model whose answer was not accepted. */
export function renderFormatCorrection(problem: string): string {
  return `Your last answer was not accepted: ${problem} Answer again, with the corrected JSON value only: no prose, no code fence.`;
}

function renderForm(kind: 'object' | 'value'): string {
  return `Answer with one JSON ${kind} only: no prose, no code fence.`;
}

function renderSchema({ name, description, schema }: JsonSchemaFormat): readonly string[] {
  const about = description === undefined ? name : `${name}: ${description}`;
  return [
    `${renderForm('value')} It must fit this JSON Schema (${about}):`,
    `<schema>\n${JSON.stringify({ ...schema, $schema: undefined })}\n</schema>`,
    `For example, with other values:\n${JSON.stringify(exampleValue(schema))}`,
  ];
}
