// How the schema is linted, from the repository's root. Each exception says why.
import graphql from '@graphql-eslint/eslint-plugin'

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: './schema.graphql' } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,

      // Everything is described, and not only types and root fields as the recommended rules ask.
      '@graphql-eslint/require-description': ['error', { types: true, rootField: true, DirectiveDefinition: true,
        FieldDefinition: true, InputValueDefinition: true, EnumValueDefinition: true }],
      // A description of one line stands in one line; only those of several lines are blocks.
      '@graphql-eslint/description-style': 'off',
      // Lists that the public can make grow are connections. What is short by its nature (roles, options, counts) is a plain
      // list, and so are `nodes` of connections, for readers who need no cursors.
      // An event of a timeline is a line in a list and nothing that could be asked for again, so that it is no Node.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
      // What can be asked for again is a Node and has an id by that. The rest (payloads, counts, parts of something) are values
      // without an identity, for which an id would be a lie.
      '@graphql-eslint/strict-id-in-types': 'off',
    },
  },
]
