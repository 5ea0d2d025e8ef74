import { failureOf } from '../../../test/support/failure';
import { generationRequest, userMessage } from '../../../test/support/generation-requests';
import { modelProfile } from '../../../test/support/model-profiles';
import type { Message } from '../../protocol/generation-request';
import { assertImagesFit } from './assert-images-fit';

const WITH_IMAGE: Message = {
  role: 'user',
  content: [
    { type: 'text', text: 'What is this?' },
    { type: 'image', url: 'https://a.example/cat.png', path: 'messages[1].content[1]' },
  ],
};
const request = generationRequest({ messages: [userMessage('Hello!'), WITH_IMAGE] });

describe('assertImagesFit', () => {
  it('should name the first image that the model cannot see', () => {
    expect(
      failureOf(() => {
        assertImagesFit(request, modelProfile());
      }),
    ).toMatchObject({
      kind: 'invalid-request',
      code: 'image_not_supported',
      param: 'messages[1].content[1]',
      message: "The model 'GLM-4.5' does not take images.",
    });
  });

  it('should let images pass to a model that sees', () => {
    const capabilities = { thinking: true, search: false, vision: true, tools: true };
    expect(
      failureOf(() => {
        assertImagesFit(request, modelProfile({ capabilities }));
      }),
    ).toBeUndefined();
  });

  it('should let text pass to any model', () => {
    expect(
      failureOf(() => {
        assertImagesFit(generationRequest(), modelProfile());
      }),
    ).toBeUndefined();
  });
});
