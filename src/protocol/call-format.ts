/** How a prompt asks for calls and shows earlier ones: GLM's own tags, or a fenced JSON object. */
export type CallFormat = 'glm' | 'json';
