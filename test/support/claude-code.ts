/** A text of so many letters, as prompts and descriptions are long. */
function prose(length: number): string {
  return 'Reads a file from the local file system. Use it whenever you need one. '
    .repeat(Math.ceil(length / 71))
    .slice(0, length);
}

const CACHED = { cache_control: { type: 'ephemeral' } };

/** So many tools as Claude Code declares, of the size that they have there: 62 kB in all. */
const TOOLS = ['Read', 'Bash', 'Edit', 'Write', 'Glob', 'Grep']
  .flatMap((name) => [name, `${name}Many`, `${name}Later`, `mcp__files__${name}`])
  .map((name) => ({
    name,
    description: prose(2300),
    input_schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        file_path: { type: 'string', description: prose(120) },
        limit: { type: 'number', exclusiveMinimum: 0 },
      },
      required: ['file_path'],
      additionalProperties: false,
    },
  }));

/** The headers of Claude Code, beside its key. */
export const CLAUDE_CODE_HEADERS = {
  'x-api-key': '',
  'anthropic-version': '2023-06-01',
  'anthropic-beta':
    'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,prompt-caching-scope-2026-01-05,effort-2025-11-24,mid-conversation-system-2026-04-07,something-new',
  'anthropic-dangerous-direct-browser-access': 'true',
  'user-agent': 'claude-cli/2.1.197 (external, sdk-cli)',
  'x-app': 'cli',
  'x-stainless-lang': 'js',
};

/** A request as Claude Code 2.1 makes it, after any number of turns. */
export function claudeCodeRequest(turns: readonly object[] = []): object {
  return {
    model: 'GLM-4.5',
    max_tokens: 32_000,
    stream: true,
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.197; cch=00000;' },
      { type: 'text', text: 'You are a coding agent.', ...CACHED },
      { type: 'text', text: prose(4000), ...CACHED },
    ],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: '<system-reminder>\nToday is Sunday.\n</system-reminder>\n' },
          { type: 'text', text: 'What does notes.txt say?', ...CACHED },
        ],
      },
      { role: 'system', content: [{ type: 'text', text: prose(6000) }] },
      ...turns,
    ],
    tools: TOOLS,
    metadata: { user_id: `user_${'0'.repeat(64)}_account__session_00000000` },
    thinking: { type: 'adaptive' },
    context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
    output_config: { effort: 'high' },
  };
}

/** The turn that answers a call, as Claude Code sends it. */
export function claudeCodeResult(id: string, content: string): object {
  return {
    role: 'user',
    content: [{ tool_use_id: id, type: 'tool_result', content, is_error: false, ...CACHED }],
  };
}
