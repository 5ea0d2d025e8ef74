import { publishDocument } from './publish-document';

interface Published {
  readonly paths: object;
  readonly components: object;
}

describe('publishDocument', () => {
  const requestId = { 'x-request-id': { $ref: '#/components/headers/RequestId' } };

  function publish(operation: object, components: object = {}): Published {
    const defaults = { parameters: [], responses: {} };
    const paths = { '/x': { get: { ...defaults, ...operation } } };
    return publishDocument({ paths, components }) as unknown as Published;
  }

  it('should take the suffix of our classes from names and references', () => {
    const schema = { $ref: '#/components/schemas/ModelDto' };
    const { paths, components } = publish(
      { requestBody: { content: { 'application/json': { schema } } } },
      { schemas: { ModelDto: { type: 'object', properties: { next: schema } } } },
    );
    const shortened = { $ref: '#/components/schemas/Model' };
    expect(components).toEqual({
      schemas: { Model: { type: 'object', properties: { next: shortened } } },
    });
    expect(paths).toHaveProperty(
      ['/x', 'get', 'requestBody', 'content', 'application/json', 'schema'],
      shortened,
    );
  });

  it('should rewrite the schemas of parameters', () => {
    const parameter = { name: 'id', in: 'path', schema: { type: 'string', example: 'a' } };
    const { paths } = publish({ parameters: [parameter] });
    expect(paths).toHaveProperty(['/x', 'get', 'parameters', '0', 'schema'], {
      type: 'string',
      examples: ['a'],
    });
  });

  it('should leave examples as they are', () => {
    const content = {
      'application/json': { examples: { one: { value: { schema: { nullable: true } } } } },
    };
    const { paths } = publish({ responses: { 200: { content } } });
    expect(paths).toHaveProperty(['/x', 'get', 'responses', '200', 'content'], content);
  });

  it('should say of an operation without security that it needs no key', () => {
    const security = [{ bearer: [] }];
    expect(publish({}).paths).toHaveProperty(['/x', 'get', 'security'], []);
    expect(publish({ security }).paths).toHaveProperty(['/x', 'get', 'security'], security);
  });

  it('should give each response the id of its request, and leave references alone', () => {
    const { paths, components } = publish(
      {
        responses: {
          200: { description: 'Yes.', headers: { 'retry-after': {} } },
          404: { description: '', $ref: '#/components/responses/NotFound' },
        },
      },
      { responses: { NotFound: { description: 'No.' } } },
    );
    expect(paths).toHaveProperty(['/x', 'get', 'responses'], {
      200: { description: 'Yes.', headers: { ...requestId, 'retry-after': {} } },
      404: { $ref: '#/components/responses/NotFound' },
    });
    expect(components).toEqual({
      responses: { NotFound: { description: 'No.', headers: requestId } },
    });
  });
});
